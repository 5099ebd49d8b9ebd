//! Words that are no keyword of any entity and still say what a number is, or only lead up to it.

/// What a number can be that no detector is after.
pub(crate) const NOUNS: &str = "order,bestell*,commande,pedido,ordine,invoice,rechnung*,facture,factura,fattura,receipt,quittung*,\
    tracking,sendung*,shipment,shipping,parcel,paket*,sku,isbn,issn,ean,upc,gtin,barcode,asin,version,\
    release*,upgrade*,build,rev,revision,firmware,chrome,mozilla,hash,sha,sha1,sha256,md5,checksum,digest,commit,\
    uuid,guid,serial,seriennummer,timestamp,epoch,amount,total,subtotal,price,preis,betrag,summe,\
    montant,prix,precio,importe,prezzo,importo,balance,saldo,cost,salary,budget,revenue,quantity,qty,\
    stock,ticket,case,vorgang*,dossier,incident,issue,request,req,trace,span,session,\
    transaction,txn,ref,reference,referenz*,aktenzeichen,article,artikel*,item,product,produkt*,\
    producto,part,catalog*,model,batch,lot,zip,postcode,postal code,plz,\
    postleitzahl,code postal,row,line,page,port,pid,process,size,bytes,length,width,height,weight,\
    offset,count,pixels,duration,latitude,longitude,lat,lon,lng,meter,flight,booking,\
    reservation,room,zimmer,customer id,customer no,customer number,kundennummer,client id,cliente,\
    numero de client,user id,userid,employee id,employee number,emp id,personalnummer,student id,\
    member id,membership,policy,police,contract,vertrag*,contrat,contrato,contratto,claim,\
    patent,doi,arxiv,pmid,cve,rfc,iso,seed,bitmap,nonce,checkpoint,device,imei,mac,asset,inventory,\
    vehicle,vin,plate,created,updated,modified,expires,expiry,due,issued,date,datum,fecha,data,meeting,\
    hired,published,deadline,effective,signed,appointment,visit,delivery,\
    delivered,lieferung,confirmation,rv,gecko,database,table,record id,record no,record number,index,voucher,coupon,gift card,\
    loyalty,application,zamowieni*,przesylk*,paczk*,numer klienta,faktur*,encomenda,fatura,fattura*,bestelling*,\
    factuur*,zending*,klantnummer,bestallning*,kundnummer,ordrenummer,ordernummer,points,score,population,votes,file no,file number,file name,file size,image,photo,chapter,section,paragraph,figure,abn,acn,siret,siren,uen,nip,regon,kvk,cnpj,vat,mwst,ust,iva,gst,bankgiro,duns,isin,cusip,mrn,icd,cpt,mg dl,g dl";

/// Words that may stand between what a value is called and the value, by how long they are, each with a comma.
pub(crate) const FILLERS: [&str; 11] = [
    "",
    "a,e,i,n,o,s,y,",
    "an,ar,as,at,be,by,de,di,do,du,el,en,es,et,he,id,il,is,it,la,le,me,mi,my,nb,no,nr,of,on,or,to,we,",
    "and,are,bei,del,der,des,die,est,for,fur,has,her,het,his,ist,its,key,meu,mio,moj,mon,new,nie,nom,nos,now,num,\
        old,our,per,raw,sao,som,the,und,use,val,via,was,you,",
    "code,file,from,full,have,ihre,info,jest,mein,mijn,mitt,name,sono,text,that,this,used,wert,with,your,",
    "being,della,field,given,input,meine,numer,reads,seine,their,under,unter,using,valor,value,",
    "detail,digits,equals,lautet,listed,number,numero,nummer,record,string,valeur,",
    "becomes,current,details,numbers,nummern,primary,records,",
    "personal,provided,",
    "following,secondary,",
    "identifier,",
];

#[cfg(test)]
mod tests {
    #[test]
    fn nothing_is_both_a_noun_and_a_filler() {
        for word in super::FILLERS
            .iter()
            .flat_map(|words| words.split_terminator(','))
        {
            assert!(super::NOUNS.split(',').all(|noun| noun != word), "{word}");
        }
    }

    #[test]
    fn fillers_stand_where_their_length_says() {
        for (length, words) in super::FILLERS.iter().enumerate() {
            let fits = |word: &str| word.len() == length;
            assert!(words.split_terminator(',').all(fits), "{words}");
        }
    }
}
